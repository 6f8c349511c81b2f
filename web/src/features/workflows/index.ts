export { WorkflowEditorPage } from './components/workflow-editor-page';
export { WorkflowPage } from './components/workflow-page';
export { WorkflowsPage } from './components/workflows-page';
