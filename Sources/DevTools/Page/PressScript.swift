/// The page's side of a click. The functions are called on the element.
enum PressScript {
    /// Where to press, or what stands in the way.
    struct Aim: Decodable, Sendable {
        let obstacle: DevToolsError.Obstacle?
        let x: Double
        let y: Double
    }

    /// Brings the element into view, waits until it lies still, checks that it is what a press would hit, and sets the
    /// guard. The guard takes itself away after ten seconds.
    static let aim = """
        async function() {
            const no = (obstacle) => ({ obstacle, x: 0, y: 0 });
            const frame = () => new Promise((done) => {
                const late = setTimeout(done, 100);
                requestAnimationFrame(() => { clearTimeout(late); done(); });
            });
            const holds = (node) => {
                for (; node; node = node.parentNode || node.host) if (node === this) return true;
                return false;
            };
            if (!this.isConnected) return no('gone');
            if (this.disabled || this.getAttribute('aria-disabled') === 'true') return no('disabled');
            this.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
            let box = this.getBoundingClientRect();
            let still = false;
            // Two frames a turn: only the second one shows what the first one has laid out to the mouse as well.
            for (let turn = 0; turn < 30 && !still; turn++) {
                await frame();
                await frame();
                const now = this.getBoundingClientRect();
                still = now.x === box.x && now.y === box.y && now.width === box.width && now.height === box.height;
                box = now;
            }
            if (!this.isConnected) return no('gone');
            if (!still) return no('moving');
            const left = Math.max(0, box.left), right = Math.min(innerWidth, box.right);
            const top = Math.max(0, box.top), bottom = Math.min(innerHeight, box.bottom);
            if (right - left < 1 || bottom - top < 1) return no('hidden');
            const x = (left + right) / 2, y = (top + bottom) / 2;
            let hit = document.elementFromPoint(x, y);
            while (hit && hit.shadowRoot) {
                const inner = hit.shadowRoot.elementFromPoint(x, y);
                if (!inner || inner === hit) break;
                hit = inner;
            }
            if (!holds(hit)) return no('covered');
            if (globalThis.pressGuard) globalThis.pressGuard.end();
            const kinds = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
            const guard = { landed: false };
            const watch = (event) => {
                if (!event.isTrusted) return;
                if (event.composedPath().includes(this)) {
                    guard.landed = true;
                } else if (!guard.landed) {
                    event.preventDefault();
                    event.stopImmediatePropagation();
                }
            };
            guard.end = () => { for (const kind of kinds) removeEventListener(kind, watch, true); };
            for (const kind of kinds) addEventListener(kind, watch, true);
            setTimeout(guard.end, 10000);
            globalThis.pressGuard = guard;
            return { obstacle: null, x, y };
        }
        """

    /// Takes the guard away and says whether the press landed on the element.
    static let verdict = """
        function() {
            const guard = globalThis.pressGuard;
            globalThis.pressGuard = undefined;
            if (!guard) return true;
            guard.end();
            return guard.landed;
        }
        """
}
