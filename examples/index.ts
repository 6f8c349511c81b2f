import type { Examples } from './examples';
import { researchWriteReview } from './research-write-review';

export type { Examples } from './examples';

/** What a new Studio holds at its first start. */
export const EXAMPLES: Examples = researchWriteReview;
