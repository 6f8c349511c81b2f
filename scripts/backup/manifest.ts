import { readFileSync } from 'node:fs';
import { z } from 'zod';

export const MANIFEST_FILE = 'manifest.json';

/** What a backup says of itself. */
const manifest = z.object({
  format: z.literal(1),
  /** Version of Agent Studio that took it. */
  version: z.string(),
  /** Of `studio.db`. */
  schema: z.int(),
  /** ISO 8601. */
  takenAt: z.string(),
  /** Temporal's database is in it: executions that had not ended go on after a restore. */
  temporal: z.boolean(),
});

export type Manifest = z.infer<typeof manifest>;

/** Throws one sentence when the file is missing or is not a manifest that this version knows. */
export function readManifest(path: string): Manifest {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Error('The file is not a backup of Agent Studio: it has no manifest', { cause });
  }
  const parsed = manifest.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error('The backup was made by a newer Agent Studio; update Agent Studio, then restore it');
  return parsed.data;
}
