import { join } from 'node:path';
import { readConfig } from '../../contracts/config';
import { createDataFolder } from '../../runtime/data-folder';
import { resolveTemporal } from '../../runtime/resolve-temporal';
import { createRunRecord } from '../../supervisor/run-record';
import { useTemporaryFolder } from './temporary-folder';

const temporary = useTemporaryFolder();
const temporal = { address: '127.0.0.1:40123', namespace: 'theirs', uiUrl: null, pid: 1 };

test('a worker or an API alone finds the Temporal server of a running Studio in run.json, with its namespace', () => {
  const folder = createDataFolder(join(temporary(), 'data'));
  createRunRecord(folder.runFile).update({ temporal });

  expect(resolveTemporal(readConfig({}), folder)).toEqual({ address: '127.0.0.1:40123', namespace: 'theirs' });
});

test('a Studio that is stopped leaves the server that was known, until it has another', () => {
  const folder = createDataFolder(join(temporary(), 'data'));
  const record = createRunRecord(folder.runFile);
  const known = { address: '127.0.0.1:40122', namespace: 'theirs' };

  record.clear();
  expect(resolveTemporal(readConfig({}), folder, known)).toEqual(known);
  record.update({ temporal });
  expect(resolveTemporal(readConfig({}), folder, known)).toEqual({ address: '127.0.0.1:40123', namespace: 'theirs' });
});

test('TEMPORAL_ADDRESS goes before run.json', () => {
  const folder = createDataFolder(join(temporary(), 'data'));
  createRunRecord(folder.runFile).update({ temporal });

  expect(resolveTemporal(readConfig({ TEMPORAL_ADDRESS: 'temporal:7233' }), folder)).toEqual({
    address: 'temporal:7233',
    namespace: 'agent-studio',
  });
});

test('without either it is the usual address', () => {
  const folder = createDataFolder(join(temporary(), 'data'));
  const usual = { address: '127.0.0.1:7233', namespace: 'own' };

  expect(resolveTemporal(readConfig({ TEMPORAL_NAMESPACE: 'own' }), folder)).toEqual(usual);
  createRunRecord(folder.runFile).clear();
  expect(resolveTemporal(readConfig({ TEMPORAL_NAMESPACE: 'own' }), folder)).toEqual(usual);
});
