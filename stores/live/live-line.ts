import { z } from 'zod';
import type { AgentDelta } from '../../contracts/events';

/** Longer lines, in bytes, end the connection. */
export const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

const call = z.object({ executionId: z.string(), callId: z.string(), attempt: z.number() });

const delta: z.ZodType<AgentDelta> = call.extend({
  offset: z.int().min(0),
  text: z.string(),
  stepPath: z.string(),
  agent: z.string(),
});

/**
 * What a worker writes to an API process, one JSON a line. Between `snapshot` and `snapshotEnd` every call in flight
 * comes as a delta that begins at 0; a call that is missing there is over.
 */
const liveLine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('delta'), delta }),
  z.object({ type: z.literal('ended'), call }),
  z.object({ type: z.literal('committed'), executionId: z.string() }),
  z.object({ type: z.literal('snapshot') }),
  z.object({ type: z.literal('snapshotEnd') }),
]);

export type LiveLine = z.infer<typeof liveLine>;

export function toLine(line: LiveLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** Throws when the text is not a line of the live channel. */
export function fromLine(text: string): LiveLine {
  return liveLine.parse(JSON.parse(text));
}

/**
 * Puts lines together from the pieces in which a socket gives them. Throws a `RangeError` when a line grows beyond
 * `limit` bytes, so memory stays bounded whatever the other side does.
 */
export function createLineSplitter(limit: number): (bytes: Buffer) => string[] {
  let rest: Buffer[] = [];
  let size = 0;
  return (bytes) => {
    const lines: string[] = [];
    let start = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      lines.push(Buffer.concat([...rest, bytes.subarray(start, end)]).toString('utf8'));
      rest = [];
      size = 0;
      start = end + 1;
    }
    if (start < bytes.length) {
      rest.push(bytes.subarray(start));
      size += bytes.length - start;
    }
    if (size > limit) throw new RangeError(`A line is longer than ${limit} bytes`);
    return lines;
  };
}
