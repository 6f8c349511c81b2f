// Before the first paint, so that a chosen theme never flashes; a file of its own, for inline scripts are not allowed.
(() => {
  const theme = localStorage.getItem('studio.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
})();
