export { ChoosePage } from './components/choose-page';
export { ComparePage } from './components/compare-page';
