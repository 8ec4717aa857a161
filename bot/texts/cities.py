"""Places people name when asked where they are: the best known first, then big cities without a zone of their own.

Zones and most names come from the zone database and Babel; what is here is an order, and names that neither has.
"""

from __future__ import annotations

BEST_KNOWN = """
    Asia/Shanghai America/New_York Europe/London Asia/Kolkata America/Los_Angeles Europe/Berlin Asia/Tokyo
    Asia/Singapore Australia/Sydney Europe/Paris Asia/Hong_Kong Asia/Taipei America/Sao_Paulo America/Chicago
    Asia/Seoul Europe/Moscow Asia/Dubai America/Toronto Africa/Cairo Africa/Lagos Europe/Istanbul Asia/Jakarta
    America/Mexico_City Asia/Bangkok Africa/Johannesburg Asia/Karachi Asia/Manila Asia/Dhaka Europe/Madrid Europe/Rome
    America/Denver America/Argentina/Buenos_Aires Africa/Nairobi Pacific/Auckland Asia/Ho_Chi_Minh
    Asia/Kuala_Lumpur Europe/Amsterdam Europe/Kyiv Europe/Warsaw America/Bogota Asia/Tehran America/Vancouver
    Australia/Melbourne America/Lima Europe/Vienna Europe/Zurich Europe/Stockholm Asia/Riyadh Asia/Jerusalem
    America/Santiago Asia/Kathmandu Asia/Colombo Asia/Tashkent Pacific/Honolulu Asia/Yangon Europe/Athens
    Europe/Lisbon Europe/Dublin Europe/Brussels Europe/Prague Europe/Copenhagen Europe/Oslo Europe/Helsinki
    America/Phoenix Australia/Brisbane Australia/Perth Australia/Adelaide America/Anchorage America/Caracas
    America/Halifax America/St_Johns Asia/Kabul Asia/Urumqi Africa/Casablanca Asia/Almaty Atlantic/Azores
    America/Noronha Pacific/Pago_Pago Pacific/Apia Pacific/Kiritimati Pacific/Fiji Pacific/Noumea Pacific/Guam
    Atlantic/Reykjavik Asia/Vladivostok Asia/Yekaterinburg Asia/Novosibirsk Asia/Macau Africa/Algiers Africa/Accra
"""
"""Zones, the best known first."""

SUGGESTED = {
    "zh": (
        *("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore"),
        *("Asia/Tokyo", "Europe/London", "America/New_York", "America/Los_Angeles"),
    ),
    "en": (
        *("America/New_York", "Europe/London", "America/Los_Angeles", "Europe/Berlin"),
        *("Asia/Kolkata", "Australia/Sydney", "Asia/Singapore", "America/Sao_Paulo"),
    ),
}
"""What to offer first to a reader of each language."""

OTHER_NAMES = {
    "Asia/Shanghai": "prc 沪",
    "America/New_York": "nyc 纽约市 est edt",
    "America/Los_Angeles": "la pst pdt",
    "America/Chicago": "cst cdt",
    "America/Denver": "mst mdt",
    "Europe/London": "gmt bst",
    "Europe/Berlin": "cet cest",
    "Australia/Sydney": "aest aedt",
    "Asia/Kolkata": "calcutta ist",
    "Asia/Ho_Chi_Minh": "saigon 西贡",
    "Europe/Kyiv": "kiev",
    "Europe/Moscow": "moskva москва msk",
    "Europe/Rome": "roma",
    "Europe/Vienna": "wien",
    "Europe/Lisbon": "lisboa",
    "Europe/Warsaw": "warszawa",
    "Europe/Prague": "praha",
    "Europe/Copenhagen": "kobenhavn københavn",
    "Europe/Brussels": "bruxelles brussel",
    "Europe/Athens": "athina αθήνα",
    "Europe/Bucharest": "bucuresti",
    "Europe/Belgrade": "beograd",
    "Asia/Tokyo": "東京 jst",
    "Asia/Seoul": "서울 kst",
    "Asia/Yangon": "rangoon",
    "Asia/Kathmandu": "katmandu",
    "Asia/Taipei": "臺北",
    "Asia/Jerusalem": "yerushalayim",
}
"""More names that a zone's city goes by, one word each."""

OTHER_COUNTRY_NAMES = {
    "US": "usa,us,america,the united states,美利坚",
    "GB": "uk,great britain,britain,england,scotland,wales,英格兰,苏格兰",
    "CN": "prc,中华人民共和国,中國",
    "DE": "deutschland",
    "AE": "uae,emirates,迪拜",
    "KR": "korea",
    "NL": "holland",
    "CZ": "czech republic",
    "TR": "turkey",
    "ES": "espana",
    "JP": "nippon",
    "BR": "brasil",
    "RU": "россия",
    "UA": "україна",
    "HK": "香港",
    "MO": "澳门",
    "TW": "台湾",
}
"""More names of countries, by their ISO code."""

BIG_CITIES = """
Asia/Shanghai      CN  Beijing         北京    peking
Asia/Shanghai      CN  Shenzhen        深圳
Asia/Shanghai      CN  Guangzhou       广州    canton
Asia/Shanghai      CN  Hangzhou        杭州
Asia/Shanghai      CN  Chengdu         成都
Asia/Shanghai      CN  Nanjing         南京
Asia/Shanghai      CN  Wuhan           武汉
Asia/Shanghai      CN  Chongqing       重庆
Asia/Shanghai      CN  Xi’an           西安    xian
Asia/Shanghai      CN  Suzhou          苏州
Asia/Shanghai      CN  Tianjin         天津
Asia/Shanghai      CN  Xiamen          厦门
Asia/Shanghai      CN  Qingdao         青岛
Asia/Shanghai      CN  Changsha        长沙
Asia/Shanghai      CN  Dalian          大连
Asia/Shanghai      CN  Zhengzhou       郑州
Asia/Shanghai      CN  Jinan           济南
Asia/Shanghai      CN  Hefei           合肥
Asia/Shanghai      CN  Ningbo          宁波
Asia/Shanghai      CN  Dongguan        东莞
Asia/Shanghai      CN  Foshan          佛山
Asia/Shanghai      CN  Shenyang        沈阳
Asia/Shanghai      CN  Harbin          哈尔滨
Asia/Shanghai      CN  Changchun       长春
Asia/Shanghai      CN  Kunming         昆明
Asia/Shanghai      CN  Fuzhou          福州
Asia/Shanghai      CN  Wuxi            无锡
Asia/Shanghai      CN  Zhuhai          珠海
Asia/Shanghai      CN  Nanchang        南昌
Asia/Shanghai      CN  Nanning         南宁
Asia/Shanghai      CN  Guiyang         贵阳
Asia/Shanghai      CN  Taiyuan         太原
Asia/Shanghai      CN  Shijiazhuang    石家庄
Asia/Shanghai      CN  Lanzhou         兰州
Asia/Shanghai      CN  Haikou          海口
Asia/Shanghai      CN  Hohhot          呼和浩特
Asia/Shanghai      CN  Yinchuan        银川
Asia/Shanghai      CN  Xining          西宁
Asia/Shanghai      CN  Lhasa           拉萨
Asia/Taipei        TW  Kaohsiung       高雄
Asia/Taipei        TW  Taichung        台中
Asia/Taipei        TW  Tainan          台南
Asia/Taipei        TW  Hsinchu         新竹
Asia/Tokyo         JP  Osaka           大阪
Asia/Tokyo         JP  Kyoto           京都
Asia/Tokyo         JP  Yokohama        横滨
Asia/Tokyo         JP  Nagoya          名古屋
Asia/Tokyo         JP  Fukuoka         福冈
Asia/Tokyo         JP  Sapporo         札幌
Asia/Seoul         KR  Busan           釜山    pusan
Asia/Seoul         KR  Incheon         仁川
Asia/Kolkata       IN  Delhi           德里
Asia/Kolkata       IN  New Delhi       新德里
Asia/Kolkata       IN  Mumbai          孟买    bombay
Asia/Kolkata       IN  Bangalore       班加罗尔 bengaluru
Asia/Kolkata       IN  Hyderabad       海得拉巴
Asia/Kolkata       IN  Chennai         金奈    madras
Asia/Kolkata       IN  Pune            浦那
Asia/Kolkata       IN  Ahmedabad       艾哈迈达巴德
Asia/Karachi       PK  Lahore          拉合尔
Asia/Karachi       PK  Islamabad       伊斯兰堡
Asia/Ho_Chi_Minh   VN  Hanoi           河内
Asia/Ho_Chi_Minh   VN  Da Nang         岘港
Asia/Jakarta       ID  Bandung         万隆
Asia/Jakarta       ID  Surabaya        泗水
Asia/Makassar      ID  Bali            巴厘岛   denpasar
Asia/Bangkok       TH  Chiang Mai      清迈
Asia/Manila        PH  Cebu            宿务
Asia/Dubai         AE  Abu Dhabi       阿布扎比
Asia/Riyadh        SA  Jeddah          吉达
Asia/Jerusalem     IL  Tel Aviv        特拉维夫
Europe/Istanbul    TR  Ankara          安卡拉
Europe/London      GB  Manchester      曼彻斯特
Europe/London      GB  Birmingham      伯明翰
Europe/London      GB  Edinburgh       爱丁堡
Europe/London      GB  Glasgow         格拉斯哥
Europe/London      GB  Cambridge       剑桥
Europe/London      GB  Oxford          牛津
Europe/Berlin      DE  Munich          慕尼黑   münchen
Europe/Berlin      DE  Frankfurt       法兰克福
Europe/Berlin      DE  Hamburg         汉堡
Europe/Berlin      DE  Cologne         科隆    köln
Europe/Berlin      DE  Stuttgart       斯图加特
Europe/Berlin      DE  Düsseldorf      杜塞尔多夫 duesseldorf
Europe/Berlin      DE  Leipzig         莱比锡
Europe/Berlin      DE  Dresden         德累斯顿
Europe/Berlin      DE  Hanover         汉诺威   hannover
Europe/Berlin      DE  Nuremberg       纽伦堡   nürnberg
Europe/Paris       FR  Lyon            里昂
Europe/Paris       FR  Marseille       马赛
Europe/Paris       FR  Toulouse        图卢兹
Europe/Madrid      ES  Barcelona       巴塞罗那
Europe/Madrid      ES  Valencia        瓦伦西亚
Europe/Madrid      ES  Seville         塞维利亚 sevilla
Europe/Rome        IT  Milan           米兰    milano
Europe/Rome        IT  Turin           都灵    torino
Europe/Rome        IT  Naples          那不勒斯 napoli
Europe/Rome        IT  Florence        佛罗伦萨 firenze
Europe/Zurich      CH  Geneva          日内瓦   genève
Europe/Zurich      CH  Basel           巴塞尔
Europe/Zurich      CH  Bern            伯尔尼
Europe/Amsterdam   NL  Rotterdam       鹿特丹
Europe/Amsterdam   NL  The Hague       海牙    den_haag
Europe/Brussels    BE  Antwerp         安特卫普 antwerpen
Europe/Stockholm   SE  Gothenburg      哥德堡   göteborg
Europe/Lisbon      PT  Porto           波尔图
Europe/Warsaw      PL  Krakow          克拉科夫 kraków
Europe/Warsaw      PL  Wroclaw         弗罗茨瓦夫 wrocław
Europe/Moscow      RU  Saint Petersburg 圣彼得堡 st_petersburg
Europe/Kyiv        UA  Lviv            利沃夫
America/New_York   US  Boston          波士顿
America/New_York   US  Washington      华盛顿   washington_dc
America/New_York   US  Philadelphia    费城
America/New_York   US  Atlanta         亚特兰大
America/New_York   US  Miami           迈阿密
America/New_York   US  Pittsburgh      匹兹堡
America/New_York   US  Charlotte       夏洛特
America/New_York   US  Orlando         奥兰多
America/Los_Angeles US San Francisco   旧金山   sf 三藩市
America/Los_Angeles US Seattle         西雅图
America/Los_Angeles US San Diego       圣迭戈   圣地亚哥
America/Los_Angeles US San Jose        圣何塞
America/Los_Angeles US Portland        波特兰
America/Los_Angeles US Las Vegas       拉斯维加斯
America/Los_Angeles US Silicon Valley  硅谷
America/Chicago    US  Houston         休斯敦
America/Chicago    US  Dallas          达拉斯
America/Chicago    US  Austin          奥斯汀
America/Chicago    US  San Antonio     圣安东尼奥
America/Chicago    US  Minneapolis     明尼阿波利斯
America/Chicago    US  New Orleans     新奥尔良
America/Chicago    US  Nashville       纳什维尔
America/Denver     US  Salt Lake City  盐湖城
America/Toronto    CA  Montreal        蒙特利尔 montréal
America/Toronto    CA  Ottawa          渥太华
America/Edmonton   CA  Calgary         卡尔加里
America/Mexico_City MX Guadalajara     瓜达拉哈拉
America/Sao_Paulo  BR  Rio de Janeiro  里约热内卢
America/Sao_Paulo  BR  Brasilia        巴西利亚 brasília
America/Bogota     CO  Medellin        麦德林   medellín
Australia/Sydney   AU  Canberra        堪培拉
Australia/Brisbane AU  Gold Coast      黄金海岸
Pacific/Auckland   NZ  Wellington      惠灵顿
Pacific/Auckland   NZ  Christchurch    基督城
Africa/Johannesburg ZA Cape Town       开普敦
Africa/Johannesburg ZA Durban          德班
Africa/Johannesburg ZA Pretoria        比勒陀利亚
Africa/Cairo       EG  Alexandria      亚历山大
Africa/Lagos       NG  Abuja           阿布贾
Africa/Casablanca  MA  Rabat           拉巴特
"""
"""Zone, country, English name, Chinese name, and more names, blanks in them written as ``_``."""
