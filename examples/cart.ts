/** One line of a shopping cart. */
export interface CartItem {
  name: string;
  price: number;
  quantity: number;
  note: string;
}

const currency = 'EUR';
let taxRate = 0.19;
const freeShippingFrom = 50;

/** Sum of all items, without tax and shipping. */
export function cartTotal(items: CartItem[]): number {
  let total = 0;
  for (const item of items) {
    total += item.price * item.quantity;
  }
  return total;
}

function shippingCost(items: CartItem[], express = false): number {
  if (cartTotal(items) >= freeShippingFrom) {
    return 0;
  }
  return express ? 12.5 : 4.9;
}

export function formatPrice(amount: number) {
  return `${amount.toFixed(2)} ${currency}`;
}

export function checkout(items: CartItem[]): string {
  const sum = cartTotal(items) + shippingCost(items);
  console.log('checking out', items.length);
  return formatPrice(sum * (1 + taxRate));
}
