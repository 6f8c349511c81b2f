import { z } from 'zod';
import { DEFAULT_NAMESPACE } from './constants';
import { DURATION_PATTERN, toMilliseconds } from './duration';

const milliseconds = (fallback: string) =>
  z.string().regex(DURATION_PATTERN, 'a duration such as 500ms, 30s or 5m').default(fallback).transform(toMilliseconds);

const port = z.coerce.number().int().min(0).max(65_535);

/** The environment variables of contract §1, and the product's own. */
const variables = z.object({
  STUDIO_PORT: port.optional(),
  STUDIO_DATA: z.string().min(1).default('.studio'),
  STUDIO_MODEL: z
    .string()
    .regex(/^[^/]+\/.+$/, 'write <provider>/<name>')
    .optional(),
  OPENAI_API_KEY: z.string().min(1).optional(),
  OPENAI_BASE_URL: z.url().optional(),
  STUDIO_HEARTBEAT_TIMEOUT: milliseconds('5s'),
  STUDIO_FIRST_BYTE_TIMEOUT: milliseconds('30s'),
  STUDIO_IDLE_TIMEOUT: milliseconds('30s'),
  STUDIO_SCRIPTED_DELAY: z.coerce.number().int().min(0).max(60_000).default(50),
  /** `off` stops sending `X-Agent-Studio-*` headers to providers. */
  STUDIO_CALL_HEADERS: z.enum(['on', 'off']).default('on'),
  /** Hosts (with port, comma separated) that the tool `post_webhook` may reach; none by default. */
  STUDIO_WEBHOOK_HOSTS: z.string().default(''),
  /** Folder of custom tools; by default `tools` in the working directory, if there is one. */
  STUDIO_TOOLS: z.string().min(1).optional(),
  /** JSON file with what models cost; without it no price is known. */
  STUDIO_PRICES: z.string().min(1).optional(),
  /** Requests in ten seconds that the API takes of one principal, and of one address; 0 for any number. */
  STUDIO_RATE_LIMIT: z.coerce.number().int().min(0).max(1_000_000).default(6_000),
  /** What providers allow (docs/limits.md): JSON, or the path of a file of JSON. */
  STUDIO_LIMITS: z.string().min(1).optional(),
  /** Where pending approvals are posted, signed with the secret. */
  STUDIO_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  STUDIO_WEBHOOK_SECRET: z.string().min(16, 'at least 16 characters').optional(),
  /** The mail server that sends them, and from and to whom; several addresses are separated by commas. */
  STUDIO_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  STUDIO_NOTIFY_FROM: z.string().min(3).optional(),
  STUDIO_NOTIFY_TO: z.string().min(3).optional(),
  /** Pino's levels. */
  STUDIO_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Ended executions that are older are deleted, with everything that belongs to them. */
  STUDIO_RETENTION: milliseconds('90d'),
  /** How often what a crash parted is brought together again, and what is too old is deleted. */
  STUDIO_SWEEP_INTERVAL: milliseconds('30s'),
  /** Names this build of the worker; then an execution stays with the build that began it. Absent: any worker goes on with it. */
  STUDIO_BUILD_ID: z
    .string()
    .regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/, 'letters, digits, dots, hyphens and underscores, at most 64')
    .optional(),
  /** The name under which builds follow each other. */
  STUDIO_DEPLOYMENT: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, hyphens and underscores, at most 64')
    .default('agent-studio'),
  TEMPORAL_ADDRESS: z.string().min(1).optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default(DEFAULT_NAMESPACE),
});

/** What makes sense only together. */
const TOGETHER = [
  ['STUDIO_WEBHOOK_URL', 'STUDIO_WEBHOOK_SECRET'],
  ['STUDIO_SMTP_URL', 'STUDIO_NOTIFY_FROM'],
  ['STUDIO_SMTP_URL', 'STUDIO_NOTIFY_TO'],
] as const;

const environment = variables.superRefine((given, context) => {
  for (const [one, other] of TOGETHER) {
    if (given[one] !== undefined && given[other] === undefined) {
      context.addIssue({ code: 'custom', path: [other], message: `${one} needs it` });
    }
  }
});

export type Config = z.infer<typeof environment>;

/** Reads the environment; an empty variable counts as not set. Throws one sentence that names each bad variable. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment is not valid: ${mistakes.join('; ')}`);
  }
  return parsed.data;
}
