"""`tclsp server`: the language server, which editors start."""

import argparse

SUMMARY = "Run the language server, which editors start and speak with by LSP."

_EPILOG = """\
Without options it speaks over standard input and output, as most editors want it. With --tcp it
waits for one client at that address, says on standard error where, and ends with it; port 0 takes
any free port.

exit codes: 0 after the client asked to shut down, 1 where it went without that, 2 where the server
could not run.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.epilog = _EPILOG
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--stdio", action="store_true", help="use the standard streams (default)")
    ways.add_argument("--tcp", metavar="HOST:PORT", help="wait for a client at this address")


def run(arguments: argparse.Namespace) -> int:
    """Run the server; return the exit code."""
    # Not at the top: an editor waits for this command to start.
    from tclsp.server import running

    running.take_turns_fast()
    from tclsp.server.start import serve_standard_streams, serve_tcp

    if arguments.tcp is None:
        return serve_standard_streams()
    from tclsp.cli.trouble import EXIT_TROUBLE, complain

    host, _, port = arguments.tcp.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        complain(f"--tcp {arguments.tcp}: write it as HOST:PORT, such as 127.0.0.1:2087")
        return EXIT_TROUBLE
    try:
        return serve_tcp(host.strip("[]"), int(port))
    except OSError as error:
        complain(f"cannot listen on {arguments.tcp}: {error.strerror or error}")
        return EXIT_TROUBLE
