export { WorkflowPage } from './components/workflow-page';
export { WorkflowsPage } from './components/workflows-page';
