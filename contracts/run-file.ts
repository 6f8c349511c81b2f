import { z } from 'zod';

/** `<STUDIO_DATA>/run.json` (mode 0600) while the product runs (contract §1). */
export const runFile = z.object({
  /** Made when the data folder is, and kept: who owns the Temporal server's file. */
  instance: z.string(),
  url: z.string().nullable(),
  supervisor: z.object({ pid: z.int() }).nullable(),
  temporal: z.object({ address: z.string(), namespace: z.string(), uiUrl: z.string().nullable(), pid: z.int().nullable() }).nullable(),
  worker: z.object({ pid: z.int() }).nullable(),
  api: z.object({ pid: z.int() }).nullable(),
});

export type RunFile = z.infer<typeof runFile>;
