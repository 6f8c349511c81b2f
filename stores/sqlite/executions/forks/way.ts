/** From which execution to which, and the prefixes of their blobs. */
export interface Way {
  source: number;
  fork: number;
  /** Of the fork. */
  executionId: string;
  from: string;
  to: string;
}
