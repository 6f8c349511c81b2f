import type { ApiDependencies } from '../dependencies';

/** What it takes to fork. */
export type ForkDependencies = Pick<ApiDependencies, 'executions' | 'definitions' | 'engine' | 'tools' | 'models' | 'prices'>;
