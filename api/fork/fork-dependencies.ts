import type { ApiParts } from '../dependencies';

/** What it takes to fork. */
export type ForkDependencies = Pick<ApiParts, 'executions' | 'definitions' | 'engine' | 'postman' | 'tools' | 'models' | 'prices'>;
