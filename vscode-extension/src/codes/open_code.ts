import { window, type QuickPickItem } from 'vscode';
import type { ServerControl } from '../client/server_control';
import { explainCode } from '../commands/explain_answer';
import { openLocation, placeName } from '../commands/open_location';
import { runningClient, showRefusal } from '../commands/running_client';
import { handled } from '../protocol';
import { placeDescription } from './codes_tree';
import { placesOf, type CodeNode, type PlaceNode } from './tree_nodes';

interface Entry extends QuickPickItem {
  readonly place: PlaceNode;
}

/** Goes to where a code is dealt with; one that nothing deals with is explained. */
export async function openCode(server: ServerControl, node: CodeNode): Promise<void> {
  if (node.kind === 'place') {
    await openLocation(node.location);
    return;
  }
  const client = await runningClient(server);
  if (client === null || node.kind === 'service') return;
  const code = node.item.name;
  const { service } = node;
  try {
    const params = service === undefined ? { code } : { code, service };
    const places = placesOf(await client.sendRequest(handled, params));
    const dealing = places.filter(({ unhandled }) => !unhandled);
    const only = dealing.length === 1 ? dealing[0] : places.length === 1 ? places[0] : undefined;
    const place = only ?? (await choose(code, places));
    if (place !== undefined) await openLocation(place.location);
    else if (places.length === 0) await explainCode(server, code, service);
  } catch (error) {
    showRefusal(error);
  }
}

async function choose(code: string, places: readonly PlaceNode[]): Promise<PlaceNode | undefined> {
  const entries = places.map((place): Entry => {
    const icon = place.unhandled ? '$(warning)' : '$(pass)';
    return {
      label: `${icon} ${placeName(place.location)}`,
      description: placeDescription(place),
      place,
    };
  });
  return (await window.showQuickPick(entries, { title: code }))?.place;
}
