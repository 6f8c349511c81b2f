import type { RouteName } from '../../contracts/routes';
import { cancelExecution } from './cancel-execution';
import { cancelWorkflow } from './cancel-workflow';
import { compareExecutions } from './compare-executions';
import { createAgent } from './create-agent';
import { createWorkflow } from './create-workflow';
import { decideApproval } from './decide-approval';
import { deleteAgent } from './delete-agent';
import { deleteExecution } from './delete-execution';
import { deleteOrganizationBudget } from './delete-organization-budget';
import { deleteWorkflow } from './delete-workflow';
import { executeAgent } from './execute-agent';
import { executeTool } from './execute-tool';
import { executeWorkflow } from './execute-workflow';
import { forkExecution } from './fork-execution';
import { getAgent } from './get-agent';
import { getAgentRevision } from './get-agent-revision';
import { getApproval } from './get-approval';
import { getArtifact } from './get-artifact';
import { getCallOutput } from './get-call-output';
import { getExchange } from './get-exchange';
import { getExecution } from './get-execution';
import { getHealth } from './get-health';
import { getOrganizationBudget } from './get-organization-budget';
import { getReady } from './get-ready';
import { getStudio } from './get-studio';
import { getWorkflow } from './get-workflow';
import { getWorkflowRevision } from './get-workflow-revision';
import { getWorkflowStatus } from './get-workflow-status';
import type { Handler } from './handler';
import { killWorker } from './kill-worker';
import { listAgentRevisions } from './list-agent-revisions';
import { listAgents } from './list-agents';
import { listApprovals } from './list-approvals';
import { listArtifacts } from './list-artifacts';
import { listAttempts } from './list-attempts';
import { listCheckpoints } from './list-checkpoints';
import { listEvents } from './list-events';
import { listExecutionAgents } from './list-execution-agents';
import { listExecutions } from './list-executions';
import { listForks } from './list-forks';
import { listMessages } from './list-messages';
import { listModels } from './list-models';
import { listSteps } from './list-steps';
import { listTools } from './list-tools';
import { listUsage } from './list-usage';
import { listWorkflowRevisions } from './list-workflow-revisions';
import { listWorkflows } from './list-workflows';
import { pauseExecution } from './pause-execution';
import { replaceAgent } from './replace-agent';
import { replaceOrganizationBudget } from './replace-organization-budget';
import { replaceWorkflow } from './replace-workflow';
import { resumeExecution } from './resume-execution';
import { retryExecution } from './retry-execution';
import { sendEvent } from './send-event';
import { sendMessage } from './send-message';
import { streamAgent } from './stream-agent';

/** Every endpoint's handler; the compiler insists that none is missing. */
export const HANDLERS: { readonly [N in RouteName]: Handler<N> } = {
  createAgent,
  listAgents,
  getAgent,
  replaceAgent,
  deleteAgent,
  listAgentRevisions,
  getAgentRevision,
  createWorkflow,
  listWorkflows,
  getWorkflow,
  replaceWorkflow,
  deleteWorkflow,
  listWorkflowRevisions,
  getWorkflowRevision,
  executeWorkflow,
  forkExecution,
  retryExecution,
  listForks,
  getWorkflowStatus,
  cancelWorkflow,
  listExecutions,
  getExecution,
  deleteExecution,
  cancelExecution,
  compareExecutions,
  pauseExecution,
  resumeExecution,
  sendEvent,
  sendMessage,
  listEvents,
  listMessages,
  listSteps,
  listCheckpoints,
  listExecutionAgents,
  getCallOutput,
  listAttempts,
  getExchange,
  listArtifacts,
  listUsage,
  getArtifact,
  listApprovals,
  getApproval,
  decideApproval,
  executeAgent,
  streamAgent,
  executeTool,
  listTools,
  listModels,
  getOrganizationBudget,
  replaceOrganizationBudget,
  deleteOrganizationBudget,
  getHealth,
  getReady,
  getStudio,
  killWorker,
};
