import { createSqliteLeaseStore } from '../../stores/sqlite/lease-store';
import { describeLeaseStore } from '../suites/lease-store-suite';
import { createBenchOfProcesses } from './other-processes';

describeLeaseStore(() => createBenchOfProcesses(createSqliteLeaseStore));
