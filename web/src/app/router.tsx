import { createBrowserRouter, Navigate } from 'react-router';
import { enterRoom } from './enter-room';
import { Layout } from './layout';
import { NotFound } from './not-found';
import { queryClient } from './query-client';
import { RouteError } from './route-error';

/** Every address of the page. A room is loaded when it is entered. */
export const router = createBrowserRouter([
  {
    element: <Layout />,
    errorElement: (
      <main>
        <RouteError />
      </main>
    ),
    hydrateFallbackElement: <div className="min-h-dvh" />,
    children: [
      {
        // A room that breaks leaves the house around it standing.
        errorElement: <RouteError />,
        children: [
          { index: true, element: <Navigate to="/executions" replace /> },
          {
            path: 'executions',
            lazy: () =>
              enterRoom(
                () => import('@/features/executions'),
                (room) => room.ExecutionsPage,
                (room) => room.readFirstExecutions(queryClient, toSearch()),
              ),
          },
          {
            path: 'executions/:executionId',
            lazy: () =>
              enterRoom(
                () => import('@/features/execution'),
                (room) => room.ExecutionPage,
              ),
          },
          {
            path: 'executions/compare',
            lazy: () =>
              enterRoom(
                () => import('@/features/compare'),
                (room) => room.ChoosePage,
              ),
          },
          {
            path: 'executions/:executionId/compare',
            lazy: () =>
              enterRoom(
                () => import('@/features/compare'),
                (room) => room.ChoosePage,
              ),
          },
          {
            path: 'executions/:executionId/compare/:otherId',
            lazy: () =>
              enterRoom(
                () => import('@/features/compare'),
                (room) => room.ComparePage,
              ),
          },
          {
            path: 'inbox',
            lazy: () =>
              enterRoom(
                () => import('@/features/inbox'),
                (room) => room.InboxPage,
              ),
          },
          {
            path: 'workflows',
            lazy: () =>
              enterRoom(
                () => import('@/features/workflows'),
                (room) => room.WorkflowsPage,
              ),
          },
          {
            path: 'workflows/new',
            lazy: () =>
              enterRoom(
                () => import('@/features/workflows'),
                (room) => room.WorkflowEditorPage,
              ),
          },
          {
            path: 'workflows/:workflowId/edit',
            lazy: () =>
              enterRoom(
                () => import('@/features/workflows'),
                (room) => room.WorkflowEditorPage,
              ),
          },
          {
            path: 'workflows/:workflowId',
            lazy: () =>
              enterRoom(
                () => import('@/features/workflows'),
                (room) => room.WorkflowPage,
              ),
          },
          {
            path: 'agents',
            lazy: () =>
              enterRoom(
                () => import('@/features/agents'),
                (room) => room.AgentsPage,
              ),
          },
          {
            path: 'agents/new',
            lazy: () =>
              enterRoom(
                () => import('@/features/agents'),
                (room) => room.AgentPage,
              ),
          },
          {
            path: 'agents/:agentId',
            lazy: () =>
              enterRoom(
                () => import('@/features/agents'),
                (room) => room.AgentPage,
              ),
          },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
]);

/** Of the address that is being entered. */
function toSearch(): string {
  return (router.state.navigation.location ?? router.state.location).search;
}
