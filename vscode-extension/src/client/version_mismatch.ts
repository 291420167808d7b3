import { l10n, window, type ExtensionContext } from 'vscode';

const KEY = 'tclsp.mismatchSaid';

/** Says that server and extension have different versions; once for each pair of versions. */
export async function saysMismatchOnce(
  context: ExtensionContext,
  server: string | null,
): Promise<void> {
  const own = (context.extension.packageJSON as { version: string }).version;
  if (server === null || server === own) return;
  const pair = `${own} ${server}`;
  if (context.globalState.get<string>(KEY) === pair) return;
  await context.globalState.update(KEY, pair);
  void window.showInformationMessage(
    l10n.t(
      'The tclsp server has version {0}, this extension {1}. Some things may not work until both have the same.',
      server,
      own,
    ),
  );
}
