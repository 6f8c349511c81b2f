export { ExecutionPage } from './components/execution-page';
