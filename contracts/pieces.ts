/** UTF-16 units of a piece: at most 45 KB as a text in JSON, so that it fits into a payload of Temporal's history. */
const PIECE_LENGTH = 15_000;

/** A text in pieces, which joined are the text again. */
export function toPieces(text: string): string[] {
  return Array.from({ length: Math.ceil(text.length / PIECE_LENGTH) }, (_, index) =>
    text.slice(index * PIECE_LENGTH, (index + 1) * PIECE_LENGTH),
  );
}
