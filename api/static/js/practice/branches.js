/** The branches by which scenarios are looked for: several sectors each, as the bank names them. */

export const BRANCHES = {
  telecom: ["telecom", "internet-provider", "internet", "mobile"],
  money: ["bank", "bank-cards", "mobile-wallet", "wallet", "insurance"],
  shops: ["online-fashion", "clothing", "furniture", "grocery", "online-shop", "electronics-shop", "pet-supplies"],
  deliveries: ["food-delivery", "parcel-delivery", "shipping", "delivery", "courier"],
  travel: ["airline", "hotel", "car-rental", "ride-hailing", "taxi", "transport"],
  utilities: ["electricity", "water"],
  public: ["city-services", "government", "charity"],
  health: ["health-clinic", "pharmacy", "gym"],
  education: ["university", "school", "courses"],
  leisure: ["tickets", "cinema", "games", "game-account"],
  software: ["business-software", "app-subscription", "apps"],
  repairs: ["repair", "electronics-repair", "car-workshop", "car-dealer"],
  housing: ["tenancy", "real-estate"],
};

/** Give the branch of a sector; a company's own sector may be of none. */
export function branchOf(sector) {
  return Object.keys(BRANCHES).find((branch) => BRANCHES[branch].includes(sector)) ?? "other";
}
