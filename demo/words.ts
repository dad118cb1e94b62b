/** First names of the demo company's CSMs. */
export const firstNames = (
  'Alicia Andrew Angela Anthony Ashley Benjamin Brandon Brianna Caleb Carmen Chris Courtney Dana ' +
  'Danielle Darnell David Diego Elena Emily Eric Erin Ethan Gabriela Grace Hannah Isaac Jada Jasmine ' +
  'Jason Jerome Jessica Jordan Joshua Kayla Keisha Kevin Laura Lauren Logan Lucia Luke Marcus Maria ' +
  'Megan Melissa Michael Monica Naomi Nathan Nicole Olivia Omar Priya Rachel Rosa Ruth Ryan Samantha ' +
  'Sofia Terrence Tyler Vanessa Wanda Will Zoe'
).split(' ');

/** Last names of the demo company's CSMs. Two have an apostrophe, which SQL and URLs must escape. */
export const lastNames = (
  'Adams Alvarez Baker Beck Bennett Brooks Caldwell Calloway Castillo Chen Coleman Collins Cooper ' +
  'Cruz Diaz Dunn Edwards Fisher Foster Garcia Gibson Graham Griffin Hayes Henderson Hernandez Hughes ' +
  "Jenkins Kelly Kim Lopez Marshall Martinez Mitchell Morgan Murphy Nelson Nguyen O’Brien O'Neal Ortiz " +
  'Park Parker Patel Perry Price Ramirez Ramsey Reed Reyes Romero Sanders Shah Simmons Tran Turner ' +
  'Vance Vargas Walsh Ward Weaver Whitfield Wright Young'
).split(' ');

const places = (
  'Alder Creek|Apex|Arrowhead|Aspen|Bay State|Bayou|Beacon|Big Sky|Birchwood|Blue Ridge|Bluebonnet|' +
  'Bluffton|Brookside|Cactus|Canyon|Capitol|Cardinal|Cascade|Cedar Park|Chesapeake|Clearwater|' +
  'Coastal|Copper State|Cornerstone|Crescent City|Crestview|Cypress|Desert Sun|Eagle Rock|' +
  'Emerald City|Evergreen|Fairhaven|First Coast|Foothill|Four Seasons|Frontier|Garden State|' +
  'Gateway|Gold Coast|Granite|Great Lakes|Gulf Stream|Harbor|Heartland|Hickory|High Plains|' +
  'Highland|Hill Country|Homestead|Horizon|Hudson|Ironwood|Juniper|Keystone|Lakeshore|Liberty|' +
  'Lone Star|Magnolia|Maple Leaf|Mesa|Mile High|Mission|Monarch|Mountain View|North Star|Northgate|' +
  'Oak Hill|Ocean State|Old Dominion|Overland|Palmetto|Paragon|Patriot|Peachtree|Piedmont|' +
  'Pine Valley|Pioneer|Prairie|Premier|Puget|Red Rock|Ridgeline|Rio Grande|River City|Rocky Top|' +
  'Sandhills|Saguaro|Sierra|Silver Lake|South Shore|Stone Bridge|Summit|Sunbelt|Sunrise|Tidewater|' +
  'Timberline|Tri-County|Twin Cities|Upstate|Valley|Vista|Wasatch|West End|White Oak|Willow|Yellowstone'
).split('|');

const families = (
  'Abbott Anderson Bailey Barrett Becker Bianchi Boone Caldwell Carver Chavez Connolly Cruz Dawson ' +
  'Delgado Duffy Ellison Esposito Fischer Fitzgerald Garrison Gibbs Hale Harlan Hendricks Holt ' +
  'Jacobs Kaminski Keller Lambert Larson Maddox McCarthy Mercer Morales Nolan Olsen Pacheco Parrish ' +
  'Pham Porter Ramirez Rhodes Rossi Sawyer Shea Sloan Stanton Sullivan Thorne Tucker Vaughn Weber ' +
  'Whitaker York'
).split(' ');

/** Places and family names that company names begin with. */
export const beginnings = { places, families } as const;

interface Trade {
  readonly industry: string;
  /** Relative frequency within its segment. */
  readonly share: number;
  readonly endings: readonly string[];
}

const trade = (industry: string, share: number, endings: string): Trade => ({
  industry,
  share,
  endings: endings.split('|'),
});

/** Each segment's trades, with the endings of their company names. */
export const trades: Readonly<Record<'Residential' | 'Commercial', readonly Trade[]>> = {
  Residential: [
    trade('HVAC', 9, 'Heating & Air|Air Conditioning|Comfort Systems|Heating & Cooling|Air Pros'),
    trade('Plumbing', 8, 'Plumbing|Plumbing & Drain|Rooter|Plumbing Co.|Water Works'),
    trade('Electrical', 5, 'Electric|Electrical Services|Power & Light|Electricians'),
    trade('Roofing', 3, 'Roofing|Roofing & Gutters|Exteriors|Roof Care'),
    trade('Garage doors', 2, 'Garage Doors|Overhead Door|Door Service'),
    trade('Pest control', 2, 'Pest Control|Pest Solutions|Termite & Pest'),
    trade('Landscaping', 2, 'Lawn & Landscape|Landscaping|Tree Service|Irrigation'),
    trade('Pool and spa', 2, 'Pools|Pool & Spa Care|Pool Service'),
    trade('Cleaning', 1, 'Home Cleaning|Carpet Care|Window Cleaning|Chimney & Vent'),
  ],
  Commercial: [
    trade('Commercial HVAC', 7, 'Mechanical|Mechanical Contractors|Climate Systems|HVAC Group'),
    trade('Facilities', 5, 'Facility Services|Facilities Group|Building Services'),
    trade('Fire and life safety', 4, 'Fire & Safety|Fire Protection|Life Safety'),
    trade('Refrigeration', 3, 'Refrigeration|Cold Chain Services|Kitchen & Refrigeration'),
    trade('Commercial electrical', 3, 'Electrical Contractors|Energy Services|Industrial Electric'),
    trade('Building automation', 2, 'Controls|Building Automation|Control Systems'),
    trade('Elevators', 1, 'Elevator|Elevator & Escalator'),
    trade('Janitorial', 2, 'Janitorial|Commercial Cleaning|Building Maintenance'),
    trade('Security systems', 2, 'Security Systems|Access & Security'),
  ],
};

/** Names that test a screen, a statement, or a file: quotes, accents, symbols, and great length. */
export const difficultNames: Readonly<
  Record<'Residential' | 'Commercial', readonly (readonly [name: string, industry: string])[]>
> = {
  Residential: [
    ["O'Malley & Sons Plumbing", 'Plumbing'],
    ['The "Always On" Electric Company', 'Electrical'],
    ['Señor Peña Aire Acondicionado', 'HVAC'],
    ['Sparky’s Electric ⚡', 'Electrical'],
    ['Happy Home 🏠 Heating & Air', 'HVAC'],
    ['100% Drain_Free Plumbing \\ Rooter', 'Plumbing'],
    [
      'Southwestern Residential Plumbing, Drain Cleaning, Water Heaters and Emergency Repair Partners',
      'Plumbing',
    ],
  ],
  Commercial: [
    ['Müller Brothers Mechanical', 'Commercial HVAC'],
    ['Sakura 桜 Facility Services', 'Facilities'],
    [
      'The Greater Metropolitan Tri-County Heating, Ventilation, Air Conditioning & Sheet Metal Co.',
      'Commercial HVAC',
    ],
    ['Élan Façades & Exteriors', 'Facilities'],
  ],
};
