export { AgentPage } from './components/agent-page';
export { AgentsPage } from './components/agents-page';
