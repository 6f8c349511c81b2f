import type { ROUTES, RouteName } from '../contracts/routes';

type Routes = typeof ROUTES;

/**
 * Method and path of every route. The same as in `contracts/routes.ts`, without its schemas: a browser that only
 * calls has no use for them. The compiler and a test keep the two equal.
 */
export const PATHS: { readonly [N in RouteName]: readonly [method: Routes[N]['method'], path: Routes[N]['path']] } = {
  createAgent: ['POST', '/api/v1/agents'],
  listAgents: ['GET', '/api/v1/agents'],
  getAgent: ['GET', '/api/v1/agents/:id'],
  replaceAgent: ['PUT', '/api/v1/agents/:id'],
  deleteAgent: ['DELETE', '/api/v1/agents/:id'],
  listAgentRevisions: ['GET', '/api/v1/agents/:id/revisions'],
  getAgentRevision: ['GET', '/api/v1/agents/:id/revisions/:revision'],
  createWorkflow: ['POST', '/api/v1/workflows'],
  listWorkflows: ['GET', '/api/v1/workflows'],
  getWorkflow: ['GET', '/api/v1/workflows/:id'],
  replaceWorkflow: ['PUT', '/api/v1/workflows/:id'],
  deleteWorkflow: ['DELETE', '/api/v1/workflows/:id'],
  listWorkflowRevisions: ['GET', '/api/v1/workflows/:id/revisions'],
  getWorkflowRevision: ['GET', '/api/v1/workflows/:id/revisions/:revision'],
  executeWorkflow: ['POST', '/api/v1/workflows/:id/execute'],
  getWorkflowStatus: ['GET', '/api/v1/workflows/:id/status'],
  cancelWorkflow: ['POST', '/api/v1/workflows/:id/cancel'],
  listExecutions: ['GET', '/api/v1/executions'],
  getExecution: ['GET', '/api/v1/executions/:id'],
  deleteExecution: ['DELETE', '/api/v1/executions/:id'],
  forkExecution: ['POST', '/api/v1/executions/:id/fork'],
  retryExecution: ['POST', '/api/v1/executions/:id/retry'],
  listForks: ['GET', '/api/v1/executions/:id/forks'],
  cancelExecution: ['POST', '/api/v1/executions/:id/cancel'],
  sendEvent: ['POST', '/api/v1/executions/:id/events'],
  listEvents: ['GET', '/api/v1/executions/:id/events'],
  listMessages: ['GET', '/api/v1/executions/:id/messages'],
  listCheckpoints: ['GET', '/api/v1/executions/:id/checkpoints'],
  listAttempts: ['GET', '/api/v1/executions/:id/attempts'],
  listArtifacts: ['GET', '/api/v1/executions/:id/artifacts'],
  getArtifact: ['GET', '/api/v1/executions/:id/artifacts/:name'],
  listApprovals: ['GET', '/api/v1/approvals'],
  getApproval: ['GET', '/api/v1/approvals/:id'],
  decideApproval: ['POST', '/api/v1/approvals/:id/decision'],
  executeAgent: ['POST', '/agents/execute'],
  streamAgent: ['POST', '/agents/stream'],
  executeTool: ['POST', '/tools/execute'],
  listTools: ['GET', '/api/v1/tools'],
  listModels: ['GET', '/models/list'],
  getHealth: ['GET', '/health'],
  getReady: ['GET', '/ready'],
  getStudio: ['GET', '/api/v1/studio'],
  killWorker: ['POST', '/api/v1/development/kill-worker'],
};
