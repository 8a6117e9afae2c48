// Asks the service worker to keep a page for when there is no network. Only after it has been useful: never on a first visit.

export async function keepOffline(base) {
  if (!navigator.serviceWorker || !navigator.onLine) return false; // old browser, plain http, or no network just now
  const script = new URL(`${base}sw.js`, document.baseURI);
  try {
    await navigator.serviceWorker.register(script, { updateViaCache: "none" });
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data.kept)));
    active.postMessage({ keep: location.href }, [port2]);
    return await answer;
  } catch {
    return false; // the site works as before, with a network
  }
}
