#!/usr/bin/env python3
"""Runs discord.py against the sandbox with nothing changed but the base address.

usage: discord_client.py [http://127.0.0.1:8090]      needs: pip install discord.py

The bot logs in, opens the gateway that gateway/bot names, starts a thread, posts with a nonce, waits until the
sandbox's operator presses Approve, answers the press, and looks at what the refusals are. Prints OK and exits 0, or
says what failed and exits 1.
"""

import asyncio
import logging
import secrets
import sys

import aiohttp
import discord

TOKEN = "sandbox-bot-token"
CHANNEL = 900000000000000003
DEADLINE = 60


class Approval(discord.ui.View):
    """A draft's two buttons; `pressed` is done when the operator has pressed Approve and the message is changed."""

    def __init__(self, pressed: asyncio.Future) -> None:
        super().__init__(timeout=DEADLINE)
        self.pressed = pressed
        key = secrets.token_hex(4)
        self.add_button("Approve", discord.ButtonStyle.success, f"v1:approve:{key}:1", self.approve)
        self.add_button("Discard", discord.ButtonStyle.danger, f"v1:discard:{key}:1", self.discard)

    def add_button(self, label, style, custom_id, callback) -> None:
        button = discord.ui.Button(label=label, style=style, custom_id=custom_id)
        button.callback = callback
        self.add_item(button)

    async def approve(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="approved", view=None)
        await interaction.followup.send("Only you see this.", ephemeral=True)
        if not self.pressed.done():
            self.pressed.set_result(interaction)

    async def discard(self, interaction: discord.Interaction) -> None:
        self.pressed.set_exception(AssertionError("the operator pressed Discard"))


class Bot(discord.AutoShardedClient):
    """Auto-sharded, because that one asks gateway/bot where the gateway is."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True, guild_messages=True))
        self.outcome: asyncio.Future = asyncio.get_running_loop().create_future()
        self.seen_nonces: list = []

    async def on_message(self, message: discord.Message) -> None:
        self.seen_nonces.append(message.nonce)

    async def on_ready(self) -> None:
        try:
            await self.converse()
        except Exception as error:  # reported by main, whatever it is
            if not self.outcome.done():
                self.outcome.set_exception(error)
        else:
            if not self.outcome.done():
                self.outcome.set_result(None)

    async def converse(self) -> None:
        info = await self.application_info()
        assert info.id == self.user.id, "the application and its bot have different ids"
        channel = self.get_channel(CHANNEL)
        assert isinstance(channel, discord.TextChannel), "the text channel was not in GUILD_CREATE"

        thread = await channel.create_thread(name="Ana · 17", type=discord.ChannelType.public_thread)
        assert thread.parent_id == CHANNEL and not thread.archived
        assert thread.id in [found.id for found in await channel.guild.active_threads()]

        await self.post_twice(thread)
        await self.approve(thread)
        await self.refusals(channel, thread)

        renamed = await thread.edit(name="Ana · 18", archived=True)
        assert renamed.archived and renamed.name == "Ana · 18"
        async for found in channel.archived_threads(limit=10):
            if found.id == thread.id:
                break
        else:
            raise AssertionError("the archived thread is not listed")

    async def post_twice(self, thread: discord.Thread) -> None:
        """discord.py sends enforce_nonce with every nonce, so the second post is the first one again."""
        nonce = secrets.token_hex(12)
        embed = discord.Embed(title="Ana", description="hello **there**", color=0x3366FF)
        embed.add_field(name="position", value="1").set_footer(text="#1")
        first = await thread.send("hello", embed=embed, nonce=nonce, allowed_mentions=discord.AllowedMentions.none())
        again = await thread.send("hello", embed=embed, nonce=nonce)
        assert first.id == again.id, "the same nonce made two messages"
        assert first.embeds[0].fields[0].value == "1"
        edited = await first.edit(content="hello, edited")
        assert edited.edited_at is not None
        history = [message async for message in thread.history(limit=10)]
        assert [message.content for message in history if message.id == first.id] == ["hello, edited"]
        assert all(message.nonce is None for message in history), "history must not tell nonces"
        for _ in range(100):
            if nonce in self.seen_nonces:
                break
            await asyncio.sleep(0.05)
        assert self.seen_nonces.count(nonce) == 1, "MESSAGE_CREATE must come once, with the nonce"

    async def approve(self, thread: discord.Thread) -> None:
        pressed = asyncio.get_running_loop().create_future()
        draft = await thread.send("A draft.", view=Approval(pressed))
        interaction = await asyncio.wait_for(pressed, DEADLINE)
        assert interaction.type is discord.InteractionType.component
        assert interaction.channel_id == thread.id and interaction.message.id == draft.id
        assert interaction.user.name == "operator"
        after = await thread.fetch_message(draft.id)
        assert after.content == "approved" and not after.components
        try:
            await interaction.response.send_message("once more")
        except discord.InteractionResponded:
            pass

    async def refusals(self, channel: discord.TextChannel, thread: discord.Thread) -> None:
        await self.refused(50035, thread.send("x" * 2001))
        await self.refused(50006, thread.send(""))
        await self.refused(10008, thread.fetch_message(1))
        await self.refused(10003, self.fetch_channel(1))
        await self.refused(50035, thread.send("x", embed=discord.Embed(title="x" * 257)))

    async def refused(self, code: int, attempt) -> None:
        try:
            await attempt
        except discord.HTTPException as error:
            assert error.code == code, f"expected error {code}, got {error.code}: {error.text}"
        else:
            raise AssertionError(f"expected error {code}, got none")


async def main(base: str) -> None:
    discord.http.Route.BASE = base.rstrip("/") + "/discord/api/v10"
    bot = Bot()
    try:
        await bot.login("wrong-token")
    except discord.LoginFailure:
        pass
    else:
        raise AssertionError("a wrong token was accepted")
    await bot.close()

    bot = Bot()
    async with bot:
        running = asyncio.create_task(bot.start(TOKEN))
        done, _ = await asyncio.wait({running, bot.outcome}, timeout=DEADLINE, return_when=asyncio.FIRST_COMPLETED)
        if not done:
            raise TimeoutError("nothing came of it within a minute")
        for task in done:
            task.result()
    running.cancel()


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    try:
        asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8090"))
    except (AssertionError, TimeoutError, OSError, aiohttp.ClientError, discord.DiscordException) as error:
        print(f"FAILED: {type(error).__name__}: {error}")
        sys.exit(1)
    print("OK")
