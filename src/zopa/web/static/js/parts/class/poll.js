// Asking again and again, one question at a time; slower while the page is hidden or the server does not answer.

/**
 * Ask every so often until stopped.
 * @param {() => Promise<void>} ask  asks once, and shows what it hears
 * @param {number} every  milliseconds
 * @returns {{stop: () => void, now: () => Promise<void>}}
 */
export function poll(ask, every) {
  let timer = 0, stopped = false, failed = 0;
  const again = (wait) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(now, wait);
  };
  async function now() {
    clearTimeout(timer);
    try {
      await ask();
      failed = 0;
    } catch (error) {
      if ([403, 404].includes(error.status)) stopped = true;
      failed = Math.min(failed + 1, 5);
    }
    again((document.hidden ? 3 : 1) * every * 2 ** failed);
  }
  again(every);
  return {
    now,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
