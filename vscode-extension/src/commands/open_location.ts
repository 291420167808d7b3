import { commands, Position, Range, Uri, workspace } from 'vscode';
import type { Location } from 'vscode-languageclient';

/** Shows a place of a file, with the cursor at its start. */
export async function openLocation(location: Location): Promise<void> {
  const { start } = location.range;
  const position = new Position(start.line, start.character);
  // Not by `showTextDocument`, which keeps a document open for minutes after its tab was closed.
  await commands.executeCommand('vscode.open', Uri.parse(location.uri), {
    selection: new Range(position, position),
  });
}

/** How a place is named to people: `jobs/servers.py:12`. */
export function placeName(location: Location): string {
  const line = location.range.start.line + 1;
  return `${workspace.asRelativePath(Uri.parse(location.uri))}:${line}`;
}

/** A link that a page may use to do the same. */
export function openLocationLink(location: Location): string {
  const argument = encodeURIComponent(JSON.stringify([location]));
  return `command:tclsp.openLocation?${argument}`;
}
