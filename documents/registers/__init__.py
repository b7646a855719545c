"""The registers of a body: numbers given out, papers that came in (NĐ 30/2020/NĐ-CP, Điều 15, 20–24, Phụ lục IV)."""
