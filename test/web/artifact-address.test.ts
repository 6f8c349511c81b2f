import { findArtifactAddress, toArtifactAddress } from '../../web/src/lib/artifact-address';

const EXECUTION = 'exe_1';
const CHART = '/api/v1/executions/exe_1/artifacts/chart.png';

describe('a picture in a text', () => {
  it.each(['artifacts/chart.png', './artifacts/chart.png', CHART, '/api/v1/executions/exe_2/../exe_1/artifacts/chart.png'])(
    'is a file of its execution: %s',
    (src) => {
      expect(findArtifactAddress(EXECUTION, src)).toBe(CHART);
    },
  );

  it.each([
    'https://evil.example/artifacts/chart.png',
    'https://evil.example/api/v1/executions/exe_1/artifacts/chart.png',
    '//evil.example/api/v1/executions/exe_1/artifacts/chart.png',
    '\\\\evil.example\\api\\v1\\executions\\exe_1\\artifacts\\chart.png',
    'http://user:password@studio.invalid/api/v1/executions/exe_1/artifacts/chart.png',
    'data:image/svg+xml,<svg onload="alert(1)"/>',
    'javascript:alert(1)',
    'blob:http://studio.invalid/1',
    '/api/v1/executions/exe_2/artifacts/chart.png',
    '../exe_2/artifacts/chart.png',
    'artifacts/../../exe_2/artifacts/chart.png',
    'artifacts/%2e%2e/%2e%2e/exe_2/artifacts/chart.png',
    'artifacts/..%2f..%2fexe_2%2fartifacts%2fchart.png',
    'artifacts/.hidden.png',
    'artifacts/chart.png?then=other',
    'artifacts/chart.png#x',
    'artifacts/',
    'artifacts',
    'chart.png',
    '/api/v1/agents',
    '/api/v1/executions/exe_1/cancel',
    '',
  ])('is nothing else: %s', (src) => {
    expect(findArtifactAddress(EXECUTION, src)).toBeNull();
  });

  it('has an address in which no name leads elsewhere', () => {
    expect(toArtifactAddress('../x', 'a/b?c.png')).toBe('/api/v1/executions/..%2Fx/artifacts/a%2Fb%3Fc.png');
  });
});
