import type { Handler } from './handler';

/** What this installation is, for the page. */
export const getStudio: Handler<'getStudio'> = async (_request, { dependencies }) => {
  const { studio, defaultModel, killWorker } = dependencies;
  return {
    status: 200,
    body: { ...studio(), model: `${defaultModel.provider}/${defaultModel.name}`, development: killWorker !== undefined },
  };
};
