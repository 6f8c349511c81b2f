export { ExecutionsPage } from './components/executions-page';
