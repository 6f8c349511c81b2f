import { z } from 'zod';
import { duration } from './fields';

const rate = {
  callsPerMinute: z.int().min(1).max(1_000_000).optional(),
  /** Input and output together. */
  tokensPerMinute: z.int().min(1).max(1_000_000_000).optional(),
};

/** How soon a provider that fails is left alone, and for how long; its calls then wait unless they have another model. */
const breaker = z.strictObject({
  /** In a row. */
  failures: z.int().min(1).max(1_000).default(10),
  openFor: duration.default('30s'),
});

/**
 * What providers allow, as data (`STUDIO_LIMITS`): it holds for all executions and workers of a data folder together.
 * A model's own limits hold besides those of its provider.
 */
export const limits = z.strictObject({
  providers: z
    .record(
      z.string().min(1).max(64),
      z.strictObject({
        ...rate,
        /** At the same time. */
        concurrentCalls: z.int().min(1).max(100_000).optional(),
        breaker: breaker.optional(),
        models: z.record(z.string().min(1).max(200), z.strictObject(rate)).default({}),
      }),
    )
    .default({}),
  /** Shares of organizations where there is not enough for all; 1 for one that is not named. */
  organizations: z.record(z.string().min(1).max(64), z.strictObject({ weight: z.number().min(0.001).max(1_000) })).default({}),
});

export type Limits = z.infer<typeof limits>;

/** Reads limits from JSON. Throws one sentence that names each mistake. */
export function parseLimits(json: string): Limits {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error('STUDIO_LIMITS is not JSON');
  }
  const parsed = limits.safeParse(value);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`);
  throw new Error(`STUDIO_LIMITS is not valid: ${mistakes.join('; ')}`);
}
