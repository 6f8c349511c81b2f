import { connect } from 'node:net';
import { createApiServer } from '../../api/create-server';
import { EngineUnavailable } from '../../contracts/ports/engine';
import { startApi } from './harness/start-api';

describe('health and readiness', () => {
  it('is alive, and ready while engine and store answer', async () => {
    const api = await startApi();
    expect(await api.call('GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await api.call('GET', '/ready')).toMatchObject({ status: 200, body: { status: 'ready', missing: [] } });
    api.engine.away = true;
    expect(await api.call('GET', '/health')).toMatchObject({ status: 200 });
    expect(await api.call('GET', '/ready')).toMatchObject({ status: 503, body: { status: 'unavailable', missing: ['engine'] } });
    await api.close();
  });

  it('says that the store is missing when it cannot be read', async () => {
    const api = await startApi();
    jest.spyOn(api.executions, 'list').mockRejectedValue(new Error('disk gone'));
    expect(await api.call('GET', '/ready')).toMatchObject({ status: 503, body: { missing: ['store'] } });
    await api.close();
  });
});

describe('the studio', () => {
  it('tells model, Temporal and that there are no development tools', async () => {
    const api = await startApi();
    expect((await api.call('GET', '/api/v1/studio')).body).toEqual({
      version: '0.0.0',
      model: 'scripted/demo',
      temporal: { namespace: 'test', uiUrl: null },
      development: false,
    });
    expect(await api.call('POST', '/api/v1/development/kill-worker')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    await api.close();
  });

  it('kills the worker where that is allowed', async () => {
    const api = await startApi({ killWorker: async () => 4711 });
    expect((await api.call('GET', '/api/v1/studio')).body).toMatchObject({ development: true });
    expect(await api.call('POST', '/api/v1/development/kill-worker')).toMatchObject({ status: 202, body: { pid: 4711 } });
    await api.close();
  });
});

describe('errors', () => {
  it('answers a failure of ours without its text, logs it under the request id, and keeps nothing under the key', async () => {
    const api = await startApi();
    const failing = jest.spyOn(api.definitions.agents, 'create').mockRejectedValueOnce(new Error('secret-of-the-store'));
    const attempt = () => api.call('POST', '/api/v1/agents', { body: { name: 'A' }, headers: { 'idempotency-key': 'k' } });
    const answer = await attempt();
    expect(answer).toMatchObject({
      status: 500,
      headers: { 'content-type': 'application/problem+json; charset=utf-8' },
      body: { code: 'internal_error' },
    });
    expect(answer.text).not.toContain('secret-of-the-store');
    expect(answer.headers['x-request-id']).toBe(answer.body.requestId);
    expect(api.logger.lines).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ requestId: answer.body.requestId }) }),
    );
    expect(failing).toHaveBeenCalledTimes(1);
    expect((await attempt()).status).toBe(201);
    await api.close();
  });

  it('takes no request id from outside', async () => {
    const api = await startApi();
    expect((await api.call('GET', '/health', { headers: { 'x-request-id': 'mine' } })).headers['x-request-id']).toMatch(
      /^req_[0-9a-z]{26}$/,
    );
    await api.close();
  });

  it('gives the engine being away its own answer, whoever meets it', async () => {
    const api = await startApi();
    jest.spyOn(api.executions, 'requestCancel').mockRejectedValue(new EngineUnavailable());
    expect(await api.call('POST', '/api/v1/executions/x/cancel')).toMatchObject({ status: 503, body: { code: 'engine_unavailable' } });
    await api.close();
  });
});

describe('the server', () => {
  it('refuses a port that was asked for and is taken', async () => {
    const api = await startApi();
    const second = createApiServer(api, (_request, _response, next) => next());
    await expect(second.listen(Number(new URL(api.url).port))).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await api.close();
  });

  it('closes although a connection is kept open', async () => {
    const api = await startApi();
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write('POST /api/v1/agents HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => socket.destroy());
    await api.close();
    await closed;
  });
});
