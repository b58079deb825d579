/// `/`: where to look.
struct IndexPeer: Peer {
    let name = "index"
    let prefixes = ["/", "/favicon.ico"]
    let isRecorded = false

    func ledger() async -> JSONValue { nil }

    func reset() async {}

    func handle(_ request: PeerRequest) async -> PeerResponse {
        request.path == "/" ? .html(Self.page) : .empty()
    }

    private static let page = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Switchboard sandbox</title>
        <link rel="icon" href="data:,">
        <style>
        body { margin: 0; background: #f5f4fa; color: #1d1b2e; font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; }
        main { max-width: 720px; margin: 10vh auto; padding: 0 20px; }
        h1 { font-size: 34px; letter-spacing: -1px; margin: 0; }
        p { color: #6f6c85; margin: 6px 0 28px; }
        ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px; }
        a { display: block; padding: 16px 20px; background: #fff; border: 1px solid #e7e5f1; border-radius: 14px;
            color: inherit; text-decoration: none; }
        a:hover { border-color: #5b4bdb; }
        strong { display: block; color: #5b4bdb; }
        span { color: #6f6c85; }
        </style>
        </head>
        <body>
        <main>
        <h1>Switchboard sandbox</h1>
        <p>The outside world, in one process: nothing here leaves this machine.</p>
        <ul>
        <li><a href="/site/"><strong>Chat site</strong><span>The platform's inbox. Sign in as owner@example.test,
        password sandbox.</span></a></li>
        <li><a href="/discord"><strong>Discord</strong><span>A thread for each conversation, with the drafts and their
        buttons.</span></a></li>
        <li><a href="/sheet"><strong>Sheet</strong><span>One row for each message.</span></a></li>
        <li><a href="/control/ledger"><strong>Ledger</strong><span>All that the outside world saw, as
        JSON.</span></a></li>
        </ul>
        </main>
        </body>
        </html>
        """
}
