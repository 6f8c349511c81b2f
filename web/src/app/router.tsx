import { createBrowserRouter, Navigate } from 'react-router';
import { Layout } from './layout';
import { NotFound } from './not-found';
import { RouteError } from './route-error';

/** Every address of the page. A room is loaded when it is entered. */
export const router = createBrowserRouter([
  {
    element: <Layout />,
    errorElement: <RouteError />,
    hydrateFallbackElement: <div className="min-h-dvh" />,
    children: [
      {
        // A room that breaks leaves the house around it standing.
        errorElement: <RouteError />,
        children: [
          { index: true, element: <Navigate to="/executions" replace /> },
          { path: 'executions', lazy: async () => ({ Component: (await import('@/features/executions')).ExecutionsPage }) },
          { path: 'executions/:executionId', lazy: async () => ({ Component: (await import('@/features/execution')).ExecutionPage }) },
          { path: 'executions/compare', lazy: async () => ({ Component: (await import('@/features/compare')).ChoosePage }) },
          { path: 'executions/:executionId/compare', lazy: async () => ({ Component: (await import('@/features/compare')).ChoosePage }) },
          {
            path: 'executions/:executionId/compare/:otherId',
            lazy: async () => ({ Component: (await import('@/features/compare')).ComparePage }),
          },
          { path: 'inbox', lazy: async () => ({ Component: (await import('@/features/inbox')).InboxPage }) },
          { path: 'workflows', lazy: async () => ({ Component: (await import('@/features/workflows')).WorkflowsPage }) },
          { path: 'workflows/new', lazy: async () => ({ Component: (await import('@/features/workflows')).WorkflowEditorPage }) },
          {
            path: 'workflows/:workflowId/edit',
            lazy: async () => ({ Component: (await import('@/features/workflows')).WorkflowEditorPage }),
          },
          { path: 'workflows/:workflowId', lazy: async () => ({ Component: (await import('@/features/workflows')).WorkflowPage }) },
          { path: 'agents', lazy: async () => ({ Component: (await import('@/features/agents')).AgentsPage }) },
          { path: 'agents/new', lazy: async () => ({ Component: (await import('@/features/agents')).AgentPage }) },
          { path: 'agents/:agentId', lazy: async () => ({ Component: (await import('@/features/agents')).AgentPage }) },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
]);
