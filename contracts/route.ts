import { z } from 'zod';
import { LIMIT } from './constants';
import type { ProblemCode } from './problem';

/** One endpoint. Express, the client's types and the OpenAPI document all come from these entries. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Express notation. */
  path: string;
  summary: string;
  /** What the summary leaves open, for the document. */
  description?: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Fields that the product sets, which a caller may send back and which are ignored. */
  ignores?: readonly string[];
  /** The status of a success, and the shape of its body; {@link noContent} with 204. */
  status: number;
  response: z.ZodType;
  /** Other answers than `status` that are no problem: their bodies by status. */
  also?: Readonly<Record<number, z.ZodType>>;
  /** The answer is a stream of server-sent events: `always`, or when `Accept` asks for it. */
  stream?: 'always' | 'onAccept';
  /** The request needs `If-Match`. */
  conditional?: true;
  /** The request may say with `Prefer: wait=<seconds>` how long it waits for a result. */
  waits?: true;
  /** The handler bounds its own time; any other is answered for with 503 when it takes too long. */
  boundsItself?: true;
  /** The endpoint exists only while the product runs on one machine for development. */
  development?: true;
  /** Codes of its own; those that follow from its form (a body, a POST, `If-Match`, …) are added to all. */
  problems?: readonly ProblemCode[];
}

const id = z.string().min(1).max(200);

export const idParams = z.object({ id });

export const revisionParams = z.object({ id, revision: z.coerce.number().int().min(1).max(999_999_999) });

/** The query of a list. */
export const page = {
  limit: z.coerce.number().int().min(1).max(LIMIT.pageMax).default(LIMIT.pageDefault),
  cursor: z.string().max(1_000).optional(),
};

export const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().optional() });

/** The body of a 204. */
export const noContent = z.undefined();

/** The body of a file. */
export const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
