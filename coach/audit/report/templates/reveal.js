// A list that a link leads to lies in folds, which not every browser opens by itself.
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true;
  if (target) target.scrollIntoView();
}

addEventListener("hashchange", reveal);
if (location.hash) reveal();
