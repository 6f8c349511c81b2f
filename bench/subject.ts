import type { StoreWrites } from './count-store-writes';
import type { BenchWorkerSettings } from './run-bench-worker';
import type { Shape } from './shapes';

/** One way to do the same work. */
export interface Subject {
  name: SubjectName;
  /** Of its worker process. */
  pid: number;
  /** Whether it does this work at all. */
  runs(shape: Shape): boolean;
  /** Starts one execution; resolves with its Temporal workflow id. */
  start(shape: Shape): Promise<string>;
  /** Store writes of all its processes so far. */
  countWrites(): Promise<StoreWrites[]>;
  stop(): Promise<void>;
}

/** What all subjects share. */
export type BenchSettings = Pick<BenchWorkerSettings, 'address' | 'namespace' | 'dataFolder'>;

export const SUBJECT_NAMES = ['ours', 'bare', 'bareWithTranscript'] as const;

export type SubjectName = (typeof SUBJECT_NAMES)[number];
