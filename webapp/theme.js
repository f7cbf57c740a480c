// Runs before the first paint (a classic script, no module): a stored choice wins over the system's.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('floe-theme');
  } catch (e) { /* storage may be denied */ }
  if (chosen === 'dark' || chosen === 'light') document.documentElement.dataset.theme = chosen;
})();
