/** Scores from 0 to 100. */
export interface Scores {
  performance: number;
  accessibility: number;
}

/** Lets Lighthouse judge an address as on a desktop, in the browser that listens on `port`. */
export async function measureWithLighthouse(port: number, url: string): Promise<Scores> {
  const { default: lighthouse, desktopConfig } = await import('lighthouse');
  const result = await lighthouse(url, { port, onlyCategories: ['performance', 'accessibility'], logLevel: 'error' }, desktopConfig);
  const scoreOf = (category: string) => Math.round((result?.lhr.categories[category]?.score ?? 0) * 100);
  return { performance: scoreOf('performance'), accessibility: scoreOf('accessibility') };
}
