import { createSqliteDefinitionStore } from '../../stores/sqlite/definition-store';
import { describeDefinitionStore } from '../suites/definition-store-suite';
import { createSqliteBench } from './sqlite-bench';

describeDefinitionStore(() => createSqliteBench(createSqliteDefinitionStore));
