package news

import "testing"

func TestImageIdentity(t *testing.T) {
	drop := []string{"cut"}
	for _, tt := range []struct{ in, want string }{
		{"https://media.example/image/2024/3/19/a.png?v=3&width=1000", "https://media.example/image/2024/3/19/a.png"},
		{"https://media.example/a.png?preset=w750", "https://media.example/a.png"},
		{"https://media.example/a.jpg?itok=k2J8&h=9a", "https://media.example/a.jpg"},
		{"https://media.example/a.jpg?1732500000", "https://media.example/a.jpg"},
		{"https://media.example/a.png?cut=square&id=7", "https://media.example/a.png?id=7"},
		{"https://media.example/cut.jpg?src=/b.jpg&w=10", "https://media.example/cut.jpg?src=/b.jpg"},
		{"https://media.example/2024/a-1024x683.jpg", "https://media.example/2024/a.jpg"},
		{"https://media.example/2024/a-scaled.JPG", "https://media.example/2024/a.JPG"},
		{"https://media.example/2024/a-2024.jpg", "https://media.example/2024/a-2024.jpg"},
		{"https://media.example/render?src=a.png&w=10&h=20&q=80", "https://media.example/render?src=a.png"},
		{"https://media.example/render?cut=x&no=5&WIDTH=9&utm_source=feed", "https://media.example/render?no=5"},
		{"HTTPS://Media.Example:443/a.png#x", "https://media.example/a.png"},
		{"http://media.example:8080/a.png", "http://media.example:8080/a.png"},
		{"https://media.example/%D8%B5.png?w=1", "https://media.example/%D8%B5.png"},
		{" https://media.example/a.png ", "https://media.example/a.png"},
		{"data:image/png;base64,AA", "data:image/png;base64,AA"},
		{"/a.png?width=1", "/a.png?width=1"},
		{"http://[bad", "http://[bad"},
		{"", ""},
	} {
		got := ImageIdentity(tt.in, drop...)
		if got != tt.want {
			t.Errorf("ImageIdentity(%s) = %s, want %s", tt.in, got, tt.want)
		}
	}
}

// The identity of an identity is itself, whatever strangers write.
func FuzzImageIdentity(f *testing.F) {
	f.Add("https://media.example/a-640x480.png?w=1&&id=2", "id")
	f.Add("http://x:80:80/%zz?%gg=1;2", "w")
	f.Fuzz(func(t *testing.T, address, drop string) {
		once := ImageIdentity(address, drop)
		if again := ImageIdentity(once, drop); again != once {
			t.Errorf("ImageIdentity(%q) = %q, then %q", address, once, again)
		}
	})
}
