import { l10n, window, type ExtensionContext } from 'vscode';
import { isNewMismatch } from './version_mismatch';

/** Says that server and extension have different versions; once for each pair of versions. */
export async function sayMismatchOnce(
  context: ExtensionContext,
  server: string | null,
): Promise<void> {
  const own = (context.extension.packageJSON as { version: string }).version;
  if (server === null || !(await isNewMismatch(own, server, context.globalState))) return;
  void window.showInformationMessage(
    l10n.t(
      'The tclsp server has version {0}, this extension {1}. Some things may not work until both have the same.',
      server,
      own,
    ),
  );
}
