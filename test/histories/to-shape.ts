import type { Json } from '../../contracts/json';

/** Names that the same code writes again, whichever run it is. */
const KEPT = new Set(['eventType', 'name', 'markerName', 'signalName', 'updateName']);

/** Every recording has its own task queue, and the SDK's flags come in any order. */
const LEFT_OUT = new Set(['taskQueue', 'sdkMetadata']);

/**
 * What of a recorded history (JSON of Temporal's `historyToJSON`) a replay could trip over: the events in their order, the
 * names of types, signals and markers, and of every payload which fields and how many items it has. Two histories of one
 * shape differ in ids, times and texts only.
 */
export function toShape(history: string): string {
  return JSON.stringify(JSON.parse(history), (key, value: Json) => {
    if (LEFT_OUT.has(key)) return undefined;
    if (key === 'data' && typeof value === 'string') return toShapeOfPayload(Buffer.from(value, 'base64').toString());
    if (typeof value === 'string') return KEPT.has(key) ? value : '';
    return typeof value === 'number' ? 0 : value;
  });
}

function toShapeOfPayload(text: string): Json {
  try {
    return JSON.parse(text, (_, value: Json) => (typeof value === 'string' ? '' : typeof value === 'number' ? 0 : value)) as Json;
  } catch {
    // A payload that is no JSON is compared as it is.
    return text;
  }
}
