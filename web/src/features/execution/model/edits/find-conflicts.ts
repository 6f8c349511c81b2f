import type { EditItem } from './edit-item';

/**
 * Edits that would not be there any more, each with the one that they came out of: an edit cuts right behind itself,
 * so what its step said afterwards is said anew. The results of tools that one message asked for stand beside each
 * other. By key; the API has the last word.
 */
export function findConflicts(edited: readonly EditItem[]): Map<string, EditItem> {
  const conflicts = new Map<string, EditItem>();
  for (const later of edited) {
    const origin = edited.find((earlier) => comesOutOf(later, earlier));
    if (origin !== undefined) conflicts.set(later.key, origin);
  }
  return conflicts;
}

function comesOutOf(later: EditItem, earlier: EditItem): boolean {
  if (later.stepPath === undefined || earlier.stepPath === undefined || later.seq === undefined || earlier.seq === undefined) return false;
  const sameTurn = later.stepPath === earlier.stepPath || later.stepPath.startsWith(`${earlier.stepPath}/`);
  return sameTurn && later.seq > earlier.seq && !areBeside(later, earlier);
}

function areBeside(one: EditItem, other: EditItem): boolean {
  const round = ({ target }: EditItem) => target.slice(0, target.lastIndexOf('.'));
  return one.type === 'toolResult' && other.type === 'toolResult' && round(one) === round(other);
}
