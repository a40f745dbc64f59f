// Shows an address and copies it.

export default function ({ parentElement, data }) {
  const at = (name) => parentElement.querySelector(`.${name}`);
  const [label, address, copy, told] = ["label", "address", "copy", "told"].map(at);
  if (address.value !== data.address) told.textContent = "";
  label.textContent = data.words.address;
  address.value = data.address;
  copy.textContent = data.words.copy;
  address.onfocus = () => address.select();
  copy.onclick = async () => {
    told.textContent = (await isCopied(address)) ? data.words.copied : "";
  };
}

// Browsers offer the clipboard to secure pages only; in others the older way still works.
async function isCopied(address) {
  try {
    await navigator.clipboard.writeText(address.value);
    return true;
  } catch {
    address.select();
    return document.execCommand("copy");
  }
}
