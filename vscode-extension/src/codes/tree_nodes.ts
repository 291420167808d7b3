import type { CodeItem, HandledResult } from '../protocol';

/** A node of the tree of codes. */
export type CodeNode = ServiceNode | FamilyNode | CodeLeaf | PlaceNode;

export interface ServiceNode {
  readonly kind: 'service';
  readonly item: CodeItem;
}
export interface FamilyNode {
  readonly kind: 'family';
  readonly service: string | undefined;
  readonly item: CodeItem;
}
export interface CodeLeaf {
  readonly kind: 'code';
  readonly service: string | undefined;
  readonly belowFamily: boolean;
  readonly item: CodeItem;
}
export interface PlaceNode {
  readonly kind: 'place';
  readonly location: HandledResult['handled'][number]['location'];
  /** What stands behind the place: a code that is tested for, or a call. */
  readonly text: string;
  readonly unhandled: boolean;
}

/** Makes the node of an item that lies below `parent`. */
export function nodeOf(item: CodeItem, parent?: CodeNode): CodeNode {
  const service = parent?.kind === 'service' ? parent.item.name : undefined;
  switch (item.kind) {
    case 'service':
      return { kind: 'service', item };
    case 'family':
      return { kind: 'family', service, item };
    case 'code':
      return {
        kind: 'code',
        service: service ?? serviceOf(parent),
        belowFamily: parent?.kind === 'family',
        item,
      };
  }
}

function serviceOf(parent: CodeNode | undefined): string | undefined {
  return parent?.kind === 'family' ? parent.service : undefined;
}

/** Whether something can be shown below the node. */
export function canExpand(node: CodeNode): boolean {
  switch (node.kind) {
    case 'service':
      return true;
    case 'family':
      return node.service !== undefined && node.item.children > 0;
    case 'code':
      return node.item.handled > 0 || node.item.unhandled;
    case 'place':
      return false;
  }
}

/** The places of a code: those that deal with it first, then calls that nobody watches. */
export function placesOf(result: HandledResult): PlaceNode[] {
  return [
    ...result.handled.map(({ location, code }) => {
      return { kind: 'place', location, text: code, unhandled: false } as const;
    }),
    ...result.unhandled.map(({ location, action }) => {
      return { kind: 'place', location, text: action, unhandled: true } as const;
    }),
  ];
}

/** The name of a node where it stands: below its family a code needs only what comes after it. */
export function shortName(node: Exclude<CodeNode, PlaceNode>): string {
  const { name } = node.item;
  if (node.kind !== 'code' || !node.belowFamily) return name;
  return name.slice(name.indexOf('.') + 1);
}
