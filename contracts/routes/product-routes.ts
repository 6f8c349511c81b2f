import { z } from 'zod';
import { organizationBudget, organizationMonth } from '../budget';
import { tool } from '../entities';
import { noContent, type Route } from '../route';
import { modelEntry } from '../services';

const readiness = z.object({ status: z.enum(['ready', 'unavailable']), missing: z.array(z.string()) });

/** What this installation is and has. */
export const PRODUCT_ROUTES = {
  listTools: {
    method: 'GET',
    path: '/api/v1/tools',
    summary: 'The tools that agents and steps may name',
    status: 200,
    response: z.object({ items: z.array(tool) }),
  },
  listModels: {
    method: 'GET',
    path: '/models/list',
    summary: 'The models of every provider',
    description: 'A model that is not listed can be named too. `configured` is false when the provider has no key or address.',
    status: 200,
    response: z.object({ items: z.array(modelEntry) }),
  },
  getOrganizationBudget: {
    method: 'GET',
    path: '/api/v1/organization/budget',
    summary: "The organization's budget for a month, and what this month has used of it",
    status: 200,
    response: organizationMonth,
  },
  replaceOrganizationBudget: {
    method: 'PUT',
    path: '/api/v1/organization/budget',
    summary: 'Set what all executions together may use in each calendar month (UTC)',
    description: 'Counts at once, for running executions too. See docs/budgets.md.',
    body: organizationBudget,
    status: 200,
    response: organizationMonth,
  },
  deleteOrganizationBudget: {
    method: 'DELETE',
    path: '/api/v1/organization/budget',
    summary: 'Let the organization use as much as it likes',
    status: 204,
    response: noContent,
  },
  getHealth: {
    method: 'GET',
    path: '/health',
    summary: 'The API process is alive',
    status: 200,
    response: z.object({ status: z.literal('ok') }),
  },
  getReady: {
    method: 'GET',
    path: '/ready',
    summary: 'Engine and stores are reachable',
    status: 200,
    response: readiness,
    also: { 503: readiness },
  },
  getStudio: {
    method: 'GET',
    path: '/api/v1/studio',
    summary: 'What this installation is: model, Temporal UI, development tools',
    status: 200,
    response: z.object({
      version: z.string(),
      /** The platform default model, `<provider>/<name>`. */
      model: z.string(),
      temporal: z.object({ namespace: z.string(), uiUrl: z.string().nullable() }),
      /** The page may offer "kill the worker". */
      development: z.boolean(),
    }),
  },
  killWorker: {
    method: 'POST',
    path: '/api/v1/development/kill-worker',
    summary: 'Kill the worker process with SIGKILL; the supervisor starts another',
    body: z.strictObject({}).optional(),
    status: 202,
    response: z.object({ pid: z.int() }),
    development: true,
    problems: ['not_found'],
  },
} as const satisfies Record<string, Route>;
