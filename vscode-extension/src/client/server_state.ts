import type { StateResult } from '../protocol';

/** What the status item shows. */
export type ServerState =
  | { readonly kind: 'disabled' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting'; readonly step: 'looking' | 'making' | 'starting' }
  | {
      readonly kind: 'running';
      readonly choice: string;
      readonly version: string | null;
      readonly details: StateResult | null;
    }
  | { readonly kind: 'waiting'; readonly seconds: number }
  | { readonly kind: 'failed'; readonly message: string };
