// Copies, unfolds quotes, remembers dark or light, and loads the page again when the content has changed.
"use strict";

for (const quote of document.querySelectorAll("blockquote[expandable]")) {
  quote.tabIndex = 0;
  quote.addEventListener("click", () => quote.classList.toggle("open"));
  quote.addEventListener("keydown", (event) => { if (event.key === "Enter") quote.classList.toggle("open"); });
}

for (const key of document.querySelectorAll("[data-copy]")) {
  const label = key.textContent;
  key.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(key.dataset.copy);
      key.textContent = "✓";
    } catch {
      key.textContent = "✗";
    }
    setTimeout(() => { key.textContent = label; }, 900);
  });
}

const root = document.documentElement;
const chosen = localStorage.getItem("theme");
if (chosen) root.classList.add(chosen);
document.querySelector(".theme").addEventListener("click", () => {
  const dark = root.classList.contains("dark") || (!root.classList.contains("light") && matchMedia("(prefers-color-scheme: dark)").matches);
  root.classList.remove("dark", "light");
  const next = dark ? "light" : "dark";
  root.classList.add(next);
  localStorage.setItem("theme", next);
});

async function follow() {
  try {
    const answer = await fetch("/pulse", { cache: "no-store" });
    const typing = document.activeElement instanceof HTMLInputElement && document.activeElement.value;
    if (answer.ok && (await answer.text()) !== document.body.dataset.pulse && !typing) location.reload();
  } catch { /* the program was stopped; it may come back */ }
  setTimeout(follow, 1000);
}
setTimeout(follow, 1000);
