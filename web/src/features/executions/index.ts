export { ExecutionsPage } from './components/executions-page';
export { readFirstExecutions } from './first-look';
