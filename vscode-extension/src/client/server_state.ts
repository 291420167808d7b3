import type { ServerChoice } from '../find/server_choice';
import type { StateResult } from '../protocol';

/** What the status item shows. */
export type ServerState =
  | { readonly kind: 'disabled' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting'; readonly step: 'looking' | 'making' | 'starting' }
  | {
      readonly kind: 'running';
      readonly choice: ServerChoice;
      readonly version: string | null;
      readonly details: StateResult | null;
    }
  | { readonly kind: 'waiting'; readonly seconds: number }
  | { readonly kind: 'failed'; readonly message: string };

/** Whether the server will run, or have failed to, without anybody doing something. */
export function isStarting(state: ServerState): boolean {
  return state.kind === 'starting' || state.kind === 'waiting';
}
