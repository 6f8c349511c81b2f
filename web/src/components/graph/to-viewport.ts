interface Size {
  width: number;
  height: number;
}

/** Below this the names in a drawing are too small to read. */
const LEAST_ZOOM = 0.7;
const AIR = 16;

/**
 * How a drawing is first seen in a window: whole and in the middle where it can be read so; else as small as can be read,
 * from its beginning, or with `lookAt` (a place in the drawing) in the middle.
 */
export function toViewport(window: Size, drawing: Size, lookAt?: { x: number; y: number }): { x: number; y: number; zoom: number } {
  const whole = Math.min((window.width - 2 * AIR) / drawing.width, (window.height - 2 * AIR) / drawing.height);
  const zoom = Math.min(Math.max(whole, LEAST_ZOOM), 1);
  return {
    x: place(window.width, drawing.width * zoom, (lookAt?.x ?? drawing.width / 2) * zoom),
    y: place(window.height, drawing.height * zoom, (lookAt?.y ?? 0) * zoom),
    zoom,
  };
}

/** Where a length begins in a space: in the middle of it, or so that `at` is, without leaving room that it could fill. */
function place(space: number, length: number, at: number): number {
  if (length + 2 * AIR <= space) return (space - length) / 2;
  return Math.min(AIR, Math.max(space - AIR - length, space / 2 - at));
}
